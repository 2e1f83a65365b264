/** What services say about themselves in OpenAPI, so that people can read it and programs can make clients of it. */
@NullMarked
package io.manymodels.web.openapi;

import org.jspecify.annotations.NullMarked;
