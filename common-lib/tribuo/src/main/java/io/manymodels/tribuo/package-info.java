/**
 * Models of Tribuo as kernels of artefacts: how they are stored, read again with nothing trusted, and asked. Used by
 * training, scoring and realtime.
 */
@NullMarked
package io.manymodels.tribuo;

import org.jspecify.annotations.NullMarked;
