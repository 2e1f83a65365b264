/** The word of an approver on a release that waits for one. Private to promotion-service. */
@NullMarked
package io.manymodels.promotion.approval;

import org.jspecify.annotations.NullMarked;
