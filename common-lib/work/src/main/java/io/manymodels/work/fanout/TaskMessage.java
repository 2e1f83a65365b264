package io.manymodels.work.fanout;

import java.util.UUID;

/** What travels on the task topic: everything else about the task is in the table. */
record TaskMessage(UUID task) {}
