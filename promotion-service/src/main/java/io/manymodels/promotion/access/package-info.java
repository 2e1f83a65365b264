/** Who may call the resources of promotion-service, where that differs from the defaults. */
@NullMarked
package io.manymodels.promotion.access;

import org.jspecify.annotations.NullMarked;
