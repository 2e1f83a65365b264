/** The pages of all families and of one. */
@NullMarked
package io.manymodels.console.family;

import org.jspecify.annotations.NullMarked;
