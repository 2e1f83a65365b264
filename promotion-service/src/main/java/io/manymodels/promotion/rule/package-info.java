/** Checks the promotion rules of a family's spec against metrics, by pure functions. Used by the gate. */
@NullMarked
package io.manymodels.promotion.rule;

import org.jspecify.annotations.NullMarked;
