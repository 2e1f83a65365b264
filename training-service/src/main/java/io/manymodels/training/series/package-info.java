/**
 * Learners of a series' own past. Whatever they do, what comes out is a table of steps. Pure: no Spring, no database.
 */
@NullMarked
package io.manymodels.training.series;

import org.jspecify.annotations.NullMarked;
