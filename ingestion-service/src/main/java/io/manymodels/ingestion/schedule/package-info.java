/** The families' cron schedules, cluster-safe by a table. */
@NullMarked
package io.manymodels.ingestion.schedule;

import org.jspecify.annotations.NullMarked;
