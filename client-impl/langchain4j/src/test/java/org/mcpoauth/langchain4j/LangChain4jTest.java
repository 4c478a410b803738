package org.mcpoauth.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.guarded.AdapterContract;
import org.mcpoauth.guarded.SdkClient;

/** The MCP client of LangChain4j, unmodified. */
class LangChain4jTest extends AdapterContract {

    @Override
    protected SdkClient open(McpOAuthClient client, Duration patience, Consumer<String> heard) {
        return new Session(DefaultMcpClient.builder()
                .transport(McpOAuthTransport.listening(client))
                .initializationTimeout(Duration.ofSeconds(20))
                .toolExecutionTimeout(patience)
                .autoHealthCheck(false)
                .logHandler(message -> heard.accept(message.data().asText()))
                .build());
    }

    private record Session(DefaultMcpClient sdk) implements SdkClient {
        @Override
        public List<String> tools() {
            return sdk.listTools().stream().map(ToolSpecification::name).toList();
        }

        @Override
        public String call(String tool, Map<String, Object> arguments) {
            try {
                return sdk.executeTool(ToolExecutionRequest.builder()
                                .name(tool)
                                .arguments(new ObjectMapper().writeValueAsString(arguments))
                                .build())
                        .resultText();
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public void close() {
            sdk.close();
        }
    }
}
