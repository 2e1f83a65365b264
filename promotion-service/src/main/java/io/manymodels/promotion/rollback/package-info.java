/** The way back to an earlier release. Private to promotion-service. */
@NullMarked
package io.manymodels.promotion.rollback;

import org.jspecify.annotations.NullMarked;
