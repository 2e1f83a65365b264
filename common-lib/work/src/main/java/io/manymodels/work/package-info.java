/** Runs, tasks, leases and their fan-out over Kafka share groups. Used by ingestion, training, promotion and scoring. */
@NullMarked
package io.manymodels.work;

import org.jspecify.annotations.NullMarked;
