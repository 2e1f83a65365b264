/** Writes typed columns as Parquet: flat, optional columns, zstd. Used by the publication of predictions. */
@NullMarked
package io.manymodels.scoring.parquet;

import org.jspecify.annotations.NullMarked;
