struct bad_close {
    int x;
};
}
int bad_after(void);
