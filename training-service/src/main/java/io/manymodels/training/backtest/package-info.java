/** Backtests: what the family's models would have predicted at earlier cutoffs. Private to training-service. */
@NullMarked
package io.manymodels.training.backtest;

import org.jspecify.annotations.NullMarked;
