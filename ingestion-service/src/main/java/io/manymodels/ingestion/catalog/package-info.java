/** The catalogue in PostgreSQL: snapshots and their partitions, written whole and read over REST. */
@NullMarked
package io.manymodels.ingestion.catalog;

import org.jspecify.annotations.NullMarked;
