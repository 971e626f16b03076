int bad_first(void);
#error "define BAD_READY first"
