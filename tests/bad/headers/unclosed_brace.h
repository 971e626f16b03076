struct bad_open {
    int x;

int bad_after(void);
