/** From rows to what learners fit: which rows, the target's transform, features, and the model around a kernel. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.preparation;

import org.jspecify.annotations.NullMarked;
