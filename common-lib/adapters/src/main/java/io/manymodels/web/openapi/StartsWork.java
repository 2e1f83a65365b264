package io.manymodels.web.openapi;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A handler that answers 202 while the work that it started goes on; {@code Location} is where to follow it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(responseCode = "202", description = "Accepted; the work goes on, and Location is where to follow it", useReturnTypeSchema = true, headers = @Header(name = "Location", required = true, description = "Path of what was started", schema = @Schema(type = "string", format = "uri-reference", example = "/api/v1/runs/0198f2c4-7c1e-7000-8000-000000000000")))
public @interface StartsWork {}
