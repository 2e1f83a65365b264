/** Forecasts of groups of keys, as a stage of the run: scoring makes the keys' agree with them. */
@NullMarked
package io.manymodels.training.group;

import org.jspecify.annotations.NullMarked;
