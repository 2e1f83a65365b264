package io.manymodels.stack.kafka;

/** What a user may do with a topic. Without a grant: nothing, not even learn that it exists. */
enum TopicGrant {
    /** Read it. */
    READ,
    /** Write it, and create it where it is missing. */
    WRITE,
    /** Both: a topic that is the user's own. */
    READ_WRITE
}
