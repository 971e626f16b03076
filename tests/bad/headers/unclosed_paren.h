int bad_paren(int a;
