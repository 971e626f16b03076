int bad_unknown(unknown_t value);
