/** The pages that find keys, and that of one key. */
@NullMarked
package io.manymodels.console.key;

import org.jspecify.annotations.NullMarked;
