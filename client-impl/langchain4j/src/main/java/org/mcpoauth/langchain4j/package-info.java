/** The MCP client of LangChain4j with the tokens of an {@link org.mcpoauth.api.McpOAuthClient}. */
@NullMarked
package org.mcpoauth.langchain4j;

import org.jspecify.annotations.NullMarked;
