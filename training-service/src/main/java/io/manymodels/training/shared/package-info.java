/** Models that many keys share, on a bounded sample of their rows. Pure: no Spring, no database. */
@NullMarked
package io.manymodels.training.shared;

import org.jspecify.annotations.NullMarked;
