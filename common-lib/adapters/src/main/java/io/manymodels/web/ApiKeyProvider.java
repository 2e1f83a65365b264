package io.manymodels.web;

import io.manymodels.access.ApiKeyHash;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Knows the API keys of the configuration, and what their holders may do. */
final class ApiKeyProvider implements AuthenticationProvider {

    private final Map<String, ApiKeyHash> byPrefix;

    ApiKeyProvider(List<ApiKeyHash> keys) {
        this.byPrefix = keys.stream().collect(Collectors.toUnmodifiableMap(ApiKeyHash::prefix, Function.identity()));
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        ApiKeyHash key = byPrefix.get(asked.getName());
        if (key == null || !(asked.getCredentials() instanceof String text) || !key.matches(text)) {
            throw new BadCredentialsException("API key [%s] is not known".formatted(asked.getName()));
        }
        return UsernamePasswordAuthenticationToken.authenticated(key.prefix(), null,
                key.roles().stream().map(role -> new SimpleGrantedAuthority("ROLE_" + role.name())).toList());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
