/** The one exception type of the house and its codes. Used by every service; mapped to HTTP by package web alone. */
@NullMarked
package io.manymodels.problem;

import org.jspecify.annotations.NullMarked;
