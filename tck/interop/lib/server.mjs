// The quickstart server as a child process.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { within } from './checks.mjs';

const DEMO = fileURLToPath(new URL('../../../samples/quickstart/demo.sh', import.meta.url));
const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 10_000;

/**
 * Starts the quickstart server, hands the URL of its MCP endpoint to a function and stops it afterwards. With
 * MCP_OAUTH_SERVER_URL set, that server is used instead and left running.
 *
 * @param port where it listens; any free one when missing
 */
export async function withServer(use, port) {
    if (process.env.MCP_OAUTH_SERVER_URL) return use(process.env.MCP_OAUTH_SERVER_URL);
    return withProgram('bash', [DEMO, '--serve', String(port ?? (await freePort()))], use);
}

/** Starts a server that says when it is ready, as the quickstart does, and stops it after the function. */
export async function withProgram(command, args, use) {
    const server = group(command, args);
    let output = '';
    const ready = new Promise((resolve, reject) => {
        const read = chunk => {
            output = (output + chunk).slice(-20_000);
            const line = /^ready (\S+)$/m.exec(output);
            if (line) resolve(line[1]);
        };
        server.child.stdout.on('data', read);
        server.child.stderr.on('data', read);
        server.ended.then(code => reject(new Error(`the server ended with exit code ${code}`)));
    });
    try {
        return await use(await within(START_LIMIT_MS, 'start of the server', ready));
    } catch (error) {
        console.error(output.trimEnd().split('\n').slice(-30).join('\n'));
        throw error;
    } finally {
        await server.stop();
    }
}

/** A child process with everything it starts: one process group, which never outlives this process. */
export function group(command, args, options = {}) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: true });
    child.stdout.setEncoding('utf8');
    child.stderr.setEncoding('utf8');
    const signal = name => {
        try {
            process.kill(-child.pid, name);
        } catch (error) {
            if (error.code !== 'ESRCH') throw error;
        }
    };
    const kill = () => signal('SIGKILL');
    process.once('exit', kill);
    const ended = new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, by) => {
            kill(); // what the child left behind
            process.off('exit', kill);
            resolve(code ?? by);
        });
    });
    const stop = async () => {
        signal('SIGTERM');
        await within(STOP_LIMIT_MS, 'stop', ended).catch(kill);
        return ended;
    };
    return { child, ended, stop };
}

// without a handler these end the process without its exit handlers, which kill the children
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** A TCP port of the loopback interface that nobody listens on. */
export function freePort() {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once('error', reject);
        probe.listen(0, '127.0.0.1', () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}
