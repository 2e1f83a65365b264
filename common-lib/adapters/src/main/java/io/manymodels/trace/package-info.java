/** Whose trace work belongs to. Used by every service that answers requests. */
@NullMarked
package io.manymodels.trace;

import org.jspecify.annotations.NullMarked;
