/** How bytes and texts are told apart by something short. */
@NullMarked
package io.manymodels.digest;

import org.jspecify.annotations.NullMarked;
