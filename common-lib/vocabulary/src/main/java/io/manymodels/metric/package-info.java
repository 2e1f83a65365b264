/**
 * How errors are measured: each measure is one object that Java and SQL share. Used wherever models are compared: training,
 * promotion, scoring.
 */
@NullMarked
package io.manymodels.metric;

import org.jspecify.annotations.NullMarked;
