package io.manymodels.stack.storage;

/** What a user may do with the objects of a bucket. Without a grant: nothing. */
enum Grant {
    READ, READ_WRITE
}
