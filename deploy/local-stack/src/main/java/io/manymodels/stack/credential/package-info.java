/** Passwords and keys of the local stack, made on its first start. */
@NullMarked
package io.manymodels.stack.credential;

import org.jspecify.annotations.NullMarked;
