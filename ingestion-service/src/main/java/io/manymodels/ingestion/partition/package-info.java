/** From a source to one sorted Parquet file and what is known about each of its partitions. */
@NullMarked
package io.manymodels.ingestion.partition;

import org.jspecify.annotations.NullMarked;
