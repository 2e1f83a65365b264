/** How the console says what it could not do: to people as a page, to programs as {@code application/problem+json}. */
@NullMarked
package io.manymodels.console.problem;

import org.jspecify.annotations.NullMarked;
