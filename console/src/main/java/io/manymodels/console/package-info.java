/** Pages for people: families, keys, cycles, promotions and releases. */
@NullMarked
package io.manymodels.console;

import org.jspecify.annotations.NullMarked;
