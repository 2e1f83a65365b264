/** The plain rules that every other learner has to beat. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.plain;

import org.jspecify.annotations.NullMarked;
