/* Never closed.
int bad_open(void);
