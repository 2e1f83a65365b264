/** Predictions: predictions, predict. */
@NullMarked
package io.manymodels.cli.prediction;

import org.jspecify.annotations.NullMarked;
