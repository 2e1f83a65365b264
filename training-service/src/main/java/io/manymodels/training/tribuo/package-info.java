/** Learners whose models Tribuo trains: their settings, the way to Tribuo's examples and back to a kernel. */
@NullMarked
package io.manymodels.training.tribuo;

import org.jspecify.annotations.NullMarked;
