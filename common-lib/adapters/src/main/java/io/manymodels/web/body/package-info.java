/** Bounds of request bodies: how long one is, and how much all that are read at a time may take together. Used by {@code web}. */
@NullMarked
package io.manymodels.web.body;

import org.jspecify.annotations.NullMarked;
