/** The pages of promotions and releases. */
@NullMarked
package io.manymodels.console.promotion;

import org.jspecify.annotations.NullMarked;
