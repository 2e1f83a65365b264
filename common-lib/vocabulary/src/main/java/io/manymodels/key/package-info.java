/** The key of a partition: its values, its canonical text. Used by every service. */
@NullMarked
package io.manymodels.key;

import org.jspecify.annotations.NullMarked;
