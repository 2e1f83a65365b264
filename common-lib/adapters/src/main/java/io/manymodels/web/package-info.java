/** HTTP for every service: problem details, API keys and roles, idempotency, pages. */
@NullMarked
package io.manymodels.web;

import org.jspecify.annotations.NullMarked;
