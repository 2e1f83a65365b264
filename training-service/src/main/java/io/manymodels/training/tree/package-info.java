/** Boosted trees on histograms. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.tree;

import org.jspecify.annotations.NullMarked;
