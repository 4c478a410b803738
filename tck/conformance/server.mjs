// The MCP wire of the quickstart server behind its guard. The suite has no server scenario about authorization and
// sends no token: a loopback proxy adds one. The rest of its scenarios calls tools of fixed names that only a server
// made for the suite has.
import { ALICE, tokensFor } from '../interop/lib/oauth.mjs';
import { withServer } from '../interop/lib/server.mjs';
import { tokenProxy } from './proxy.mjs';
import { idsWith, judge, listScenarios, passedNote, suite } from './suite.mjs';

const SMOKE = ['server-initialize', 'ping', 'tools-list', 'server-session-lifecycle', 'dns-rebinding-protection'];
const WIRES = ['2025-11-25', '2026-07-28'];
// on this wire there is neither handshake nor ping nor session
const ONLY_2025 = ['server-initialize', 'ping', 'server-session-lifecycle'];
const SUITE_LIMIT_MS = 60_000;

await judge(async verdicts => {
    await withServer(async mcpUrl => {
        const { access_token: token } = await tokensFor(mcpUrl, ALICE);
        const proxy = await tokenProxy(mcpUrl, token);
        for (const scenario of SMOKE) {
            for (const wire of ONLY_2025.includes(scenario) ? [WIRES[0]] : WIRES) {
                await runScenario(verdicts, scenario, wire, proxy.url);
            }
        }
        proxy.close();
    });
    for (const { name } of await listScenarios('server')) {
        if (!SMOKE.includes(name)) verdicts.notRun(name, 'needs tools, prompts or resources that only a suite server has');
    }
});

async function runScenario(verdicts, scenario, wire, url) {
    const result = await suite(
        `server/${scenario}/${wire}`,
        ['server', '--url', url, '--scenario', scenario, '--spec-version', wire],
        SUITE_LIMIT_MS,
    );
    const checks = Object.values(result.checks).flat();
    const reasons = idsWith(checks, 'FAILURE', 'WARNING');
    if (checks.length === 0) reasons.push('nothing was checked');
    if (reasons.length === 0 && result.code !== 0) reasons.push(`suite exit code ${result.code ?? 'missing: timed out'}`);
    if (reasons.length > 0) reasons.push(`see ${result.folder}`);
    verdicts.add(scenario, wire, reasons, passedNote(checks));
}
