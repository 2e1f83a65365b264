/** Who is signed in, by an API key or by a link that works once. */
@NullMarked
package io.manymodels.console.access;

import org.jspecify.annotations.NullMarked;
