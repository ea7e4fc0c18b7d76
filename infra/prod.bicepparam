using 'main.bicep'

import { prod } from 'environments.bicep'

param environmentName = 'prod'
param location = readEnvironmentVariable('AZURE_LOCATION', 'francecentral')
param environment = prod
param consultantsGroupId = readEnvironmentVariable('KPI_CONSULTANTS_GROUP', '')
param agencyAddress = readEnvironmentVariable('KPI_AGENCY_ADDRESS', '')
param sendGridEventKey = readEnvironmentVariable('KPI_SENDGRID_EVENT_KEY', '')
