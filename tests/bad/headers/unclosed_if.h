#if 1
int bad_if(void);
