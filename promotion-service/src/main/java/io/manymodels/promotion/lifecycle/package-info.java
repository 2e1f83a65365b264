/** What each promotion run decides about and where it is: closed states with the moves that are legal. */
@NullMarked
package io.manymodels.promotion.lifecycle;

import org.jspecify.annotations.NullMarked;
