/**
 * What an algorithm is: a {@link io.manymodels.training.learner.Learner}, found by name in the
 * {@link io.manymodels.training.learner.Catalogue}, and what it is given and gives. Pure: no Spring, no database.
 */
@NullMarked
package io.manymodels.training.learner;

import org.jspecify.annotations.NullMarked;
