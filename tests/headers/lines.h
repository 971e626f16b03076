int here(void);
#line 100 "generated.y"
int there(void);
