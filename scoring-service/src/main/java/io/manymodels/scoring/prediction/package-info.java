/** Predictions on their way to readers: their columns, the table and the Parquet parts of a run, the view that shows the latest complete run. */
@NullMarked
package io.manymodels.scoring.prediction;

import org.jspecify.annotations.NullMarked;
