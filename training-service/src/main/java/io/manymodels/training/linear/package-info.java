/** Linear learners by normal equations and Newton steps. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.linear;

import org.jspecify.annotations.NullMarked;
