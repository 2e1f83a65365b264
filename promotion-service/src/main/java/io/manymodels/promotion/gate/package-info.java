/** The decision about one key: a pure function from metrics and rules to a verdict and a rung. Used by promotion runs. */
@NullMarked
package io.manymodels.promotion.gate;

import org.jspecify.annotations.NullMarked;
